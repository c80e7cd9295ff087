import Type, { type Static } from 'typebox'

/** Which hour of the week a person would rather meet in. */
export const Preference = Type.Enum(['first', 'last', 'random'], { title: '"first", "last" or "random"' })
export type Preference = Static<typeof Preference>

/** Which of the times that suit a group come first. */
export const TimesPreference = Type.Enum(['most', 'first', 'last', 'random'], { title: '"most", "first", "last" or "random"' })
export type TimesPreference = Static<typeof TimesPreference>
