import { buildPageIfStale } from '../../services/gateway-service/src/page.ts'

/** Before any test, so that test files that run at once do not each build it. */
export const setup = buildPageIfStale
