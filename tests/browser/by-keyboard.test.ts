import { describe } from 'vitest'
import { keyboard } from './devices.ts'
import { describeFindFlows } from './find-flows.ts'
import { describeMeetingFlows } from './meeting-flows.ts'
import { describeReplyFlows } from './reply-flows.ts'
import { useStage } from './stage.ts'
import { describeWeekFlows } from './week-flows.ts'

describe('by keyboard alone', () => {
  const stage = useStage()
  describeWeekFlows(stage, keyboard)
  describeFindFlows(stage, keyboard)
  describeMeetingFlows(stage, keyboard)
  describeReplyFlows(stage, keyboard)
})
