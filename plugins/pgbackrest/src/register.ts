import type { Component } from '@pglift/sdk'
import { component } from './component.js'

/** What the host asks for when the site's settings have a section `pgbackrest`. */
export default function register(): Component<never> {
  return component as Component<never>
}
