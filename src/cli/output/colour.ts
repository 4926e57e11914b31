const CODES = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, bold: 1, dim: 2 } as const

export type Colour = keyof typeof CODES

/** What is asked of a stream before colours are sent to it. */
export interface ColourStream {
  readonly isTTY?: boolean
}

/** Whether to send colours: FORCE_COLOR and NO_COLOR decide, then whether it is a terminal that knows them. */
export function wantsColour(stream: ColourStream, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true
  return stream.isTTY === true && env.TERM !== 'dumb'
}

/** `text` in a colour, or as it is when `enabled` is false. */
export function paint(enabled: boolean, colour: Colour, text: string): string {
  return enabled ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text
}
