import { describe } from 'vitest'
import { mouse } from './devices.ts'
import { describeFindFlows } from './find-flows.ts'
import { describeMeetingFlows } from './meeting-flows.ts'
import { describeReplyFlows } from './reply-flows.ts'
import { useStage } from './stage.ts'
import { describeWeekFlows } from './week-flows.ts'

describe('by mouse', () => {
  const stage = useStage()
  describeWeekFlows(stage, mouse)
  describeFindFlows(stage, mouse)
  describeMeetingFlows(stage, mouse)
  describeReplyFlows(stage, mouse)
})
