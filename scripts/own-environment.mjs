/**
 * Runs `work` without the variables PGLIFT_*: a default of an option may come from the environment, what others read must
 * not.
 */
export async function withoutVariables(work) {
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('PGLIFT_'))
  for (const [name] of variables) delete process.env[name]
  try {
    return await work()
  } finally {
    Object.assign(process.env, Object.fromEntries(variables))
  }
}
