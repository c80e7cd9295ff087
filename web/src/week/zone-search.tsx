import { useMemo } from 'react'
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { strings } from '../strings.ts'
import { zoneText } from '../time/device-zone.ts'
import { offeredZones, offsetOf } from '../time/zone-table.ts'

/** `onDone` hears the zone chosen, or undefined where it stays. */
// biome-ignore lint/style/noDefaultExport: React loads it when it is first needed, by its default
export default function ZoneSearch({ zone, onDone }: { zone: string; onDone: (zone?: string) => void }) {
  const zones = useMemo(() => offeredZones().map((id) => ({ id, name: `${zoneText(id)} ${offsetOf(id, Date.now())}` })), [])
  return (
    <ComboBox
      aria-label={strings.week.zoneSearch}
      defaultItems={zones}
      menuTrigger="focus"
      allowsEmptyCollection
      onChange={(chosen) => onDone(chosen === null ? undefined : String(chosen))}
      onBlur={() => onDone()}
    >
      <Input
        ref={(input) => input?.focus()}
        placeholder={zoneText(zone)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Popover className="zone-list">
        <ListBox<{ id: string; name: string }> renderEmptyState={() => strings.week.zoneNone}>
          {({ id, name }) => <ListBoxItem id={id}>{name}</ListBoxItem>}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
