/*
 * What the desk's pages do by themselves. Everything works without this; the server decides what holds.
 */

import './accounts/client.ts'
import { keepLive } from './oversight/live.ts'
import { askFirst } from './review/askFirst.ts'
import { countUndo } from './review/countUndo.ts'
import { keepLease } from './review/keepLease.ts'
import { revealInPlace } from './review/revealInPlace.ts'
import { sendTicks } from './review/sendTicks.ts'
import { sendOnce } from './sendOnce.ts'
import { hearKeys } from './shortcuts/hearKeys.ts'

const each = (what: string, use: (element: HTMLElement) => void): void => {
  for (const element of document.querySelectorAll<HTMLElement>(what)) use(element)
}

keepLive()
each('[data-lease]', keepLease)
each('[data-undo]', countUndo)
each('form[data-confirm]', askFirst)
each('form[data-reveal]', revealInPlace)
each('form[data-decision]', sendTicks)
each('[data-shortcuts]', hearKeys)
// last, so that a form another of these answers by itself is not counted as sent
sendOnce()
