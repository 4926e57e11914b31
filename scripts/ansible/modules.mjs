import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { argumentSpec, documentedOptions } from './options.mjs'
import { PythonName, python } from './python.mjs'

const HEAD = `# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type
`

const UTILITIES = 'ansible_collections.dalibo.pglift.plugins.module_utils'

/** Python's raw strings have no escape: what would end one is none of our texts. */
function rawString(text) {
  if (text.includes("'''") || text.endsWith('\\'))
    throw new Error('a text does not fit in a raw string of Python')
  return `r'''\n${text}'''`
}

/** The options of a module for its documentation, which the module names as a fragment. */
function fragmentFile(options) {
  const text = stringify({ options: documentedOptions(options) }, { lineWidth: 110 })
  return `${HEAD}

class ModuleDocFragment(object):
    DOCUMENTATION = ${rawString(text)}
`
}

/** `spec` with names in place of options that are those of another module; the names of these modules go to `used`. */
function withNames(spec, others, used) {
  const same = others.find(({ spec: other }) => isDeepStrictEqual(other, spec))
  if (same !== undefined) {
    used.add(same.module)
    return new PythonName(same.module.toUpperCase())
  }
  const named = Object.entries(spec).map(([name, { options, ...option }]) => [
    name,
    options === undefined ? option : { ...option, options: withNames(options, others, used) },
  ])
  return Object.fromEntries(named)
}

/** The options of a module as Ansible checks them; those that other modules have, too, are imported from there. */
function specFile(spec, others) {
  const used = new Set()
  const text = python(withNames(spec, others, used))
  const imports = [...used]
    .sort()
    .map((module) => `from ${UTILITIES}.spec_${module} import SPEC as ${module.toUpperCase()}\n`)
  return `${HEAD}${imports.length === 0 ? '' : `\n${imports.join('')}`}
SPEC = ${text}
`
}

function versionsFile(version) {
  return `${HEAD}
# Version of pglift that this collection was made with.
PGLIFT = "${version}"
`
}

/** All generated files of the collection, by path. `models`: options by module. */
export function generatedFiles(models, version) {
  const files = { 'plugins/module_utils/versions.py': versionsFile(version) }
  const specs = Object.entries(models).map(([module, options]) => ({ module, spec: argumentSpec(options) }))
  for (const { module, spec } of specs) {
    const others = specs.filter((other) => other.module !== module)
    files[`plugins/module_utils/spec_${module}.py`] = specFile(spec, others)
  }
  for (const [name, options] of Object.entries(models))
    files[`plugins/doc_fragments/${name}.py`] = fragmentFile(options)
  return files
}
