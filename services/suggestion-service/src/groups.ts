import { type Client, type GroupAnswer, type GroupQuestion, getCommonOfGroups, MAX_GROUPS } from '@w2meet/contract'
import { coalesce } from '@w2meet/service-kit'

/** Finds the free time that a group shares, or the e-mails that are not known; e-mails are canonical. */
export type FindCommon = (asked: GroupQuestion, caseIds: readonly string[]) => Promise<GroupAnswer>

/** Asks availability-service, in one call for all requests that arrive together. */
export function createFindCommon(availabilityService: Client): FindCommon {
  async function fetchAll(asked: readonly GroupQuestion[], caseIds: string[]): Promise<GroupAnswer[]> {
    const body = { groups: [...asked] }
    const { groups } = await availabilityService.call(getCommonOfGroups, { body }, { caseIds })
    return groups
  }

  const find = coalesce(fetchAll, { mostAtOnce: MAX_GROUPS, bytesOf: (question) => JSON.stringify(question).length })
  return (asked, caseIds) => find({ asked, caseIds })
}
