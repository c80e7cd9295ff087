import type { Preference } from '@w2meet/contract'
import type { HourSlot } from '@w2meet/scheduling'

/** A number in `[0, 1)`; passed in so that a test can decide it. */
export type Random = () => number

/**
 * One slot for each preference, in the order of the preferences, without repeats; empty where there are no slots.
 * `slots` are in the order of the week. A random pick avoids slots that are picked already, as long as another is left.
 */
export function pickSlots(slots: readonly HourSlot[], preferences: readonly Preference[], random: Random): HourSlot[] {
  const picked = new Set<HourSlot>()
  for (const preference of new Set(preferences)) {
    const slot = pickOne(slots, preference, picked, random)
    if (slot !== undefined) picked.add(slot)
  }
  return [...picked]
}

function pickOne(
  slots: readonly HourSlot[],
  preference: Preference,
  picked: ReadonlySet<HourSlot>,
  random: Random,
): HourSlot | undefined {
  switch (preference) {
    case 'first':
      return slots[0]
    case 'last':
      return slots.at(-1)
    case 'random': {
      const left = slots.filter((slot) => !picked.has(slot))
      return left[Math.floor(random() * left.length)]
    }
  }
}
