import { componentContract } from '@pglift/sdk/testing'

componentContract({
  root: new URL('../../../../../plugins/powa', import.meta.url).pathname,
  register: () => import('../../src/register.js'),
  section: { frequency: '1min', retention: '7d', coalesce: 50 },
  fields: { powa: { password: 's3kret' } },
})
