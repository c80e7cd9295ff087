import { describeClosedDoors } from './closed-doors-contract.ts'
import { describeGateway } from './gateway-contract.ts'
import { openBefore, openEmbeddedBefore } from './open-before-apps.ts'
import { openGateway } from './open-gateway.ts'
import { describeSilentReplicas } from './silent-replicas-contract.ts'
import { describeOwnPages } from './site-contract.ts'
import { describeSlowBodies } from './slow-bodies-contract.ts'

const name = 'gateway-service'
describeGateway(name, openGateway)
describeSilentReplicas(name, openGateway)
describeSlowBodies(name, openGateway)
describeOwnPages(name, openGateway)
describeClosedDoors(name, openBefore(openGateway), { targets: 1_000 })
describeClosedDoors('the embedded gateway', openEmbeddedBefore, { targets: 1_000 })
