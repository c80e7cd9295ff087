import { describe } from 'vitest'
import { touch } from './devices.ts'
import { describeFindFlows } from './find-flows.ts'
import { describeMeetingFlows } from './meeting-flows.ts'
import { describeReplyFlows } from './reply-flows.ts'
import { useStage } from './stage.ts'
import { describeWeekFlows } from './week-flows.ts'

describe('by touch', () => {
  const stage = useStage()
  describeWeekFlows(stage, touch)
  describeFindFlows(stage, touch)
  describeMeetingFlows(stage, touch)
  describeReplyFlows(stage, touch)
})
