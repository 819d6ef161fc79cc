/**
 * The link an invited person opens. The code stands behind `#`, which no browser sends anywhere: it reaches no log of
 * ours or of a proxy, and no Referer. The page's script puts it into the form and takes it out of the address; without
 * scripts it is copied by hand, for which the page says where it stands.
 */
export const joinLink = (publicUrl: string, code: string): string => `${publicUrl}/desk/join#${code}`
