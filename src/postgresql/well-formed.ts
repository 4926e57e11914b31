/** Whether `text` has no lone surrogate, which UTF-8 can't carry (Node would write U+FFFD in its place). */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
