import { type Slots, wordsFor } from './bits.ts'
import { emptySlots, type Horizon } from './horizon.ts'

/** Slot `i` is bit `i & 7`, lowest first, of byte `i >> 3`, whatever the machine's byte order. */
export function slotsToBase64(slots: Slots): string {
  const bytes = new Uint8Array(slots.length * 4)
  const view = new DataView(bytes.buffer)
  for (let word = 0; word < slots.length; word++) view.setUint32(word * 4, slots[word]!, true)
  return bytes.toBase64()
}

/**
 * The first slots of the text, as many as the horizon has. Throws a SyntaxError where the text is no base64, a RangeError where
 * it has too few slots.
 */
export function slotsFromBase64(text: string, horizon: Horizon): Slots {
  const bytes = Uint8Array.fromBase64(text)
  const words = wordsFor(horizon.slots)
  if (bytes.length < words * 4) throw new RangeError(`${horizon.slots} slots are ${words * 4} bytes, not ${bytes.length}`)
  const view = new DataView(bytes.buffer)
  const slots = emptySlots(horizon)
  for (let word = 0; word < words; word++) slots[word] = view.getUint32(word * 4, true)
  if (horizon.slots & 31) slots[words - 1]! &= (1 << (horizon.slots & 31)) - 1
  return slots
}
