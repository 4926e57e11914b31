/** Where what is installed lies, complete, while plugins are changed: a change has not come to its end while it is there. */
export const ASIDE = '.before'
