// Argument specs of the modules, from the models of the host and of all components of this project.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { componentPackages } from '../bundle-plugins.mjs'
import { lendRuntime } from '../lend-runtime.mjs'
import { ROOT } from '../tree.mjs'

const load = (path) => import(pathToFileURL(join(ROOT, 'build', path)).href)

/** Fields that the components of this project add to instances. */
async function componentFields() {
  await lendRuntime()
  const fields = []
  for (const { folder } of componentPackages()) {
    const { default: register } = await load(`${folder}/src/register.js`)
    const { name, instanceFields } = await register()
    fields.push(...(instanceFields?.({}) ?? []).map((field) => ({ ...field, component: name })))
  }
  return fields
}

/** Without defaults: what a component does by default depends on the site, and on what the instance has. */
function withoutDefaults({ default: _, options, ...option }) {
  if (options === undefined) return option
  const inner = Object.entries(options).map(([name, one]) => [name, withoutDefaults(one)])
  return { ...option, options: Object.fromEntries(inner) }
}

function instanceOptions(options, fields) {
  const ofComponents = new Set(fields.map(({ name }) => name))
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      ofComponents.has(name) ? withoutDefaults(option) : option,
    ]),
  )
}

/** Options by module: `{instance: {name: {type, description, ...}}}`. */
export async function moduleOptions() {
  const [{ ansibleArgspec }, { composeInstance }, { RoleModel }, { DatabaseModel }] = await Promise.all([
    load('src/models/ansible-argspec.js'),
    load('src/models/instance.js'),
    load('src/models/role.js'),
    load('src/models/database.js'),
  ])
  const fields = await componentFields()
  const { ServiceModel } = await load('plugins/postgres-exporter/src/service-model.js')
  const instance = instanceOptions(ansibleArgspec(composeInstance(fields)), fields)
  const instances = {
    type: 'list',
    elements: 'dict',
    options: instance,
    description: ['Instances of the host. What is not named stays as it is.'],
  }
  return {
    instance,
    host: { instances },
    role: ansibleArgspec(RoleModel),
    database: ansibleArgspec(DatabaseModel),
    postgres_exporter: ansibleArgspec(ServiceModel),
  }
}
