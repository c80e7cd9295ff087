import { strings } from '../strings.ts'
import type { Search } from './search.ts'

const { find: text } = strings

/** Fields that say how many of each group must come. */
export function GroupFields({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
  return search.groups.map(({ members, atLeast }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place in the list
    <div key={index} className="inline">
      <span>{text.group(nameOfGroup(index))}</span>
      <select
        aria-label={text.atLeastOf(nameOfGroup(index))}
        value={atLeast}
        onChange={(event) => {
          const group = { members, atLeast: Number(event.target.value) }
          onChange({ ...search, groups: search.groups.with(index, group) })
        }}
      >
        {members.map((email, before) => (
          <option key={email} value={before + 1}>
            {before + 1}
          </option>
        ))}
      </select>
      <span className="quiet">{text.memberCount(members.length)}</span>
    </div>
  ))
}

/** A, B … Z, then AA. */
export function nameOfGroup(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : nameOfGroup(Math.floor(index / 26) - 1) + letter
}
