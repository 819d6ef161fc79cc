import type { FC } from 'hono/jsx'
import type { Page } from '../layout.tsx'
import { shortcuts } from './shortcuts.ts'
import { shortcutTexts } from './texts.ts'

/** The list of keys and the switch that turns them off for this reviewer (WCAG 2.1.4); without scripts there are none. */
export const ShortcutHelp: FC<Page> = ({ reviewer, language, path }) => {
  const t = shortcutTexts[language]
  const isOn = reviewer?.hasShortcuts === true
  return (
    <>
      <button class="quiet keys" type="button" data-shortcuts={isOn ? 'on' : 'off'} data-key="?" hidden>
        <kbd aria-hidden="true">?</kbd> {t.shortcuts}
      </button>
      <dialog class="card keys-list" aria-labelledby="keys-title">
        <h2 id="keys-title">{t.shortcuts}</h2>
        <p class="soft">{t.shortcutsHint}</p>
        <dl>
          {shortcuts.map((shortcut) => (
            <div>
              <dt>
                <kbd>{shortcut.key}</kbd>
                {'and' in shortcut && (
                  <>
                    {' '}
                    <kbd>{shortcut.and}</kbd>
                  </>
                )}
                {'upTo' in shortcut && (
                  <>
                    –<kbd>{shortcut.upTo}</kbd>
                  </>
                )}
              </dt>
              <dd>{shortcut[language]}</dd>
            </div>
          ))}
        </dl>
        <form method="post" action="/desk/shortcuts">
          <input type="hidden" name="path" value={path} />
          <label class="choice">
            <input type="checkbox" name="on" value="yes" checked={isOn} />
            <span>{t.shortcutsOn}</span>
          </label>
          <button>{t.save}</button>
        </form>
        <form method="dialog">
          <button>{t.close}</button>
        </form>
      </dialog>
    </>
  )
}
