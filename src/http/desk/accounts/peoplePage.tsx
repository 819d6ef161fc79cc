import type { FC } from 'hono/jsx'
import type { Invitation, Person } from '../../../core/accounts.ts'
import type { Language } from '../../../core/application.ts'
import { type Role, roles } from '../../../core/role.ts'
import { formatShanghai } from '../../../core/shanghaiTime.ts'
import type { Reviewer } from '../auth.ts'
import { document, type Notice, type Page } from '../layout.tsx'
import { Moment } from '../moments.tsx'
import { roleLeads, roleNames } from './names.ts'
import { type AccountTexts, accountTexts } from './texts.ts'

export const maxNameLength = 60

/** What stood in the form that was refused. */
export interface Typed {
  readonly email: string
  readonly name: string
  readonly role: string
}

interface PeoplePage extends Page {
  readonly reviewer: Reviewer
  readonly people: readonly Person[]
  readonly invitations: readonly Invitation[]
  readonly typed?: Typed
  readonly notice?: Notice
}

/** The reviewers, their roles and states, and the invitations still open. */
export const peoplePage = ({ people, invitations, typed, ...page }: PeoplePage) => {
  const t = accountTexts[page.language]
  return document({
    ...page,
    title: t.people,
    children: (
      <>
        <h1>{t.people}</h1>
        <ul class="card rows people">
          {people.map((person) => (
            <PersonRow
              person={person}
              isOneself={person.id === page.reviewer.id}
              language={page.language}
              t={t}
            />
          ))}
        </ul>
        {invitations.length > 0 && (
          <section class="invited" aria-labelledby="invited">
            <h2 id="invited">{t.invited}</h2>
            <ul class="card rows">
              {invitations.map((invitation, index) => (
                <li>
                  <span class="what" id={`invited-${index}`}>
                    <b>{invitation.name}</b> <span class="soft">{invitation.email}</span>
                    <small class="soft">
                      {invitation.purpose === 'join' ? t.invitedJoin : t.invitedReset} ·{' '}
                      {roleNames[invitation.role][page.language]} · {t.until}{' '}
                      <Moment at={invitation.expiresAt} />
                    </small>
                  </span>
                  <form method="post" action="/desk/people/invitations/withdraw">
                    <input type="hidden" name="email" value={invitation.email} />
                    <button aria-describedby={`invited-${index}`}>{t.withdraw}</button>
                  </form>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section class="card panel" aria-labelledby="invite">
          <h2 id="invite">{t.invite}</h2>
          <p class="soft">{t.inviteLead}</p>
          <form class="stack" method="post" action="/desk/people/invite">
            <label>
              {t.name}
              <input name="name" value={typed?.name} maxlength={maxNameLength} autocomplete="off" required />
            </label>
            <label>
              {t.email}
              <input type="email" name="email" value={typed?.email} autocomplete="off" required />
            </label>
            <fieldset>
              <legend>{t.role}</legend>
              {roles.map((role) => (
                <label class="choice">
                  <input
                    type="radio"
                    name="role"
                    value={role}
                    checked={role === (typed?.role ?? 'reviewer')}
                  />
                  <span>
                    {roleNames[role][page.language]}
                    <small>{roleLeads[role][page.language]}</small>
                  </span>
                </label>
              ))}
            </fieldset>
            <button class="primary">{t.makeLink}</button>
          </form>
        </section>
      </>
    ),
  })
}

const PersonRow: FC<{ person: Person; isOneself: boolean; language: Language; t: AccountTexts }> = ({
  person,
  isOneself,
  language,
  t,
}) => {
  const described = `person-${person.id}`
  const path = `/desk/people/${person.id}`
  return (
    <li>
      <span class="what" id={described}>
        <span>
          <b>{person.name}</b> {isOneself && <span class="soft">({t.you})</span>}{' '}
          <span class={`tag${person.isDisabled || !person.isEnrolled ? ' off' : ''}`}>
            {person.isDisabled ? t.disabled : person.isEnrolled ? t.active : t.notEnrolled}
          </span>
        </span>
        <span class="soft">{person.email}</span>
        <small class="soft">
          {t.lastSignIn}: {person.lastSignInAt ? <Moment at={person.lastSignInAt} /> : t.never}
        </small>
      </span>
      <form class="inline" method="post" action={`${path}/role`}>
        <RoleSelect role={person.role} label={`${t.role}: ${person.name}`} language={language} />
        <button aria-describedby={described}>{t.change}</button>
      </form>
      <span class="do">
        {person.isDisabled ? (
          <form method="post" action={`${path}/enable`}>
            <button aria-describedby={described}>{t.enable}</button>
          </form>
        ) : (
          <>
            <form method="post" action={`${path}/reset`}>
              <button aria-describedby={described}>{t.resetLink}</button>
            </form>
            <form method="post" action={`${path}/disable`}>
              <button class="danger" aria-describedby={described}>
                {t.disable}
              </button>
            </form>
          </>
        )}
      </span>
    </li>
  )
}

const RoleSelect: FC<{ role: Role; label: string; language: Language }> = ({ role, label, language }) => (
  <select name="role" aria-label={label}>
    {roles.map((each) => (
      <option value={each} selected={each === role}>
        {roleNames[each][language]}
      </option>
    ))}
  </select>
)

/** A link to hand over, shown this once. */
export const linkPage = ({
  invitation,
  link,
  ...page
}: Page & { readonly invitation: Invitation; readonly link: string }) => {
  const t = accountTexts[page.language]
  return document({
    ...page,
    title: t.linkTitle,
    children: (
      <div class="card enrol">
        <h1>{t.linkTitle}</h1>
        <p>{t.linkLead(`${invitation.name} (${invitation.email})`, formatShanghai(invitation.expiresAt))}</p>
        <code class="link" data-once>
          {link}
        </code>
        <p class="soft">{t.linkHint}</p>
        <a class="button" href="/desk/people">
          {t.linkBack}
        </a>
      </div>
    ),
  })
}
