import { dayLength, shanghaiDate } from '../../core/shanghaiTime.ts'
import { calendarKnown } from '../../core/workCalendar.ts'
import { fine, type Finding, warning } from './finding.ts'

/** Long enough before the year for a new version to be installed; its holidays are announced in November. */
const ahead = 30 * dayLength

/** Whether the holidays and make-up workdays are at hand by which applications are promised from now on. */
export const judgeCalendar = (now: Date): Finding => {
  const yearOf = (moment: Date): number => Number(shanghaiDate(moment).slice(0, 4))
  const unknown = [now, new Date(now.getTime() + ahead)].map(yearOf).find((year) => !calendarKnown(year))
  return unknown === undefined
    ? fine('calendar', 'The holidays by which promised times are reckoned are known.')
    : warning(
        'calendar',
        `The holidays of ${unknown} are not known: its promised times count Monday to Friday, less the fixed holidays.`,
        'Install a newer Sealpass, or run npm install --save-exact chinese-days@latest, and start it again.',
      )
}
