import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './places.js'

/** Blocks of code of a page, by language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  )
}

/** Writes the component of docs/components.md into `folder`, as its readers would. Answers the command that bundles it. */
export function writeGuide(folder: string): string[] {
  const [packageJson = ''] = blocks('docs/components.md', 'json')
  const [bundle = ''] = blocks('docs/components.md', 'sh')
  const code = blocks('docs/components.md', 'ts')
  const [command = '', contract = ''] = code.splice(-2)
  // A service that does not exist, and its unit.
  const whole = code.filter((block) => !/instance\.qualname,\n|hooks\.siteUnits/.test(block))
  const files = {
    'package.json': packageJson,
    'src/register.ts': whole.join('\n'),
    'src/commands/hello/show.ts': command,
    'test/contract.test.ts': contract,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const [, ...words] = bundle.replaceAll('\\\n', ' ').trim().split(/\s+/)
  return [join(ROOT, 'node_modules/.bin/esbuild'), ...words]
}
