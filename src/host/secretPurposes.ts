/** What secrets are derived from the master key for; a changed name is a changed secret on every host. */
export const secretPurposes = { desk: 'desk.session', objects: 'objects.door' } as const
