import axe from 'axe-core'
import type { Page } from 'playwright-core'

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }

/** The objections of axe-core to the page as it is shown, or to a part of it: rule, and the elements that break the rule. */
export async function violationsOf(page: Page, part = 'html'): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe.source)
  const violations = await page.evaluate<Violation[]>(`axe.run('${part}').then(({ violations }) => violations)`)
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
  )
}
