import { operational, type Schedule } from '@pglift/sdk'
import { marked } from './marked-file.js'
import { isLine, quoted } from './unit-syntax.js'

/** Name of the drop-ins that pglift writes, one a unit. */
export const DROP_IN = '50-pglift.conf'

const ADVICE = 'Further drop-ins beside it win over it when their names sort behind.'

/** Drop-in for the timer of a schedule, null when it goes by its unit. A calendar for one instance is meant to the second. */
export function timerDropIn({ calendar }: Schedule): string | null {
  if (calendar === undefined) return null
  if (!isLine(calendar))
    throw operational('PGLIFT_SYSTEMD_CALENDAR', `calendar ${JSON.stringify(calendar)} is not one line`)
  return marked(
    `[Timer]\nOnCalendar=\nOnCalendar=${calendar.replaceAll('%', '%%')}\nRandomizedDelaySec=0\n`,
    ADVICE,
  )
}

/** Drop-in for the service that the timer begins. */
export function environmentDropIn({ environment = {} }: Schedule): string | null {
  const lines = Object.entries(environment).map(
    ([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`,
  )
  return lines.length === 0 ? null : marked(`[Service]\n${lines.join('')}`, ADVICE)
}
