import { NO_TIMES_REASONS } from '@w2meet/scheduling'
import Type from 'typebox'

export const NoTimesReason = Type.Enum([...NO_TIMES_REASONS])
