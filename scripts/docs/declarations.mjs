import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ROOT } from '../tree.mjs'

/** The text of the documentation comment that ends before `offset`, in one line. */
function documentation(comments, text, offset) {
  const found = comments.findLast(({ end }) => end <= offset && text.slice(end, offset).trim() === '')
  if (found === undefined || !found.value.startsWith('*')) return ''
  return found.value
    .replaceAll(/^\s*\*\s?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** What is written in code, without line ends: `role(role: RoleDeclaration): void`, `observed?: ObservedInstance`. */
function signatureOf(member, text) {
  const end = member.type === 'MethodDefinition' ? member.value.returnType.end : member.end
  return text
    .slice(member.start, end)
    .replace(/^readonly /, '')
    .replaceAll(/\s*\n\s*\|?\s*/g, ' ')
    .trim()
}

function isPublic({ key, kind = 'method' }) {
  return key.type !== 'PrivateIdentifier' && kind === 'method'
}

/** Every declaration of an interface or class in `file`: with `declare module` those inside of it. */
function declarationsOf(program) {
  return program.body.flatMap((node) => {
    const declaration = node.declaration ?? node
    return declaration.type === 'TSModuleDeclaration' ? declarationsOf(declaration.body) : [declaration]
  })
}

/** Members of an interface or class, inherited ones first: their name, what is written in code, and documentation. */
export function members(file, name) {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const { program, comments } = parseSync(file, text)
  const declaration = declarationsOf(program).find((node) => node.id?.name === name)
  if (declaration === undefined) throw new Error(`${file}: no ${name}`)
  const inherited = (declaration.extends ?? []).flatMap(({ expression }) => members(file, expression.name))
  const own = declaration.body.body.filter(isPublic).map((member) => ({
    name: member.key.name ?? member.key.value,
    signature: signatureOf(member, text),
    annotation: member.typeAnnotation?.typeAnnotation,
    type: member.typeAnnotation && text.slice(member.typeAnnotation.start + 2, member.typeAnnotation.end),
    documentation: documentation(comments, text, member.start),
  }))
  return [...inherited, ...own]
}

/** `- `signature`: documentation`, one a line. */
export function memberList(found) {
  return found
    .map(({ signature, documentation: about }) => `- \`${signature}\`${about === '' ? '' : `: ${about}`}`)
    .join('\n')
}
