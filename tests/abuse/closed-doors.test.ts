import { describeClosedDoors } from '../../services/gateway-service/test/closed-doors-contract.ts'
import { openBefore, openEmbeddedBefore } from '../../services/gateway-service/test/open-before-apps.ts'
import { openGateway } from '../../services/gateway-service/test/open-gateway.ts'
import { openNginxGateway } from '../../services/gateway-service/test/open-nginx-gateway.ts'

describeClosedDoors('the embedded gateway', openEmbeddedBefore, { targets: 10_000 })
describeClosedDoors('gateway-service', openBefore(openGateway), { targets: 10_000 })
describeClosedDoors('nginx', openBefore(openNginxGateway), { targets: 10_000 })
