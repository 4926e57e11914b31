import type { Hook } from '@oclif/core'
import { isGroup, knownPath, wordsBelow } from '../cli/argv/command-path.js'
import { similarWords, UsageErrorAt } from '../cli/errors/usage-error.js'

/** `No such command 'x'.`, told of the group in which it was looked for. */
const commandNotFound: Hook.CommandNotFound = async ({ id, argv = [], config }) => {
  const words = id.split(':')
  const known = knownPath(config, words)
  // oclif takes an argument of a command that has none for a further word: the command itself says what is wrong.
  if (known.length > 0 && !isGroup(config, known))
    return config.runCommand(known.join(':'), [...words.slice(known.length), ...argv])
  const word = words[known.length] ?? id
  const [near] = similarWords(word, wordsBelow(config, known))
  throw new UsageErrorAt(known, `No such command '${word}'.`, near && `did you mean '${near}'?`)
}

export default commandNotFound
