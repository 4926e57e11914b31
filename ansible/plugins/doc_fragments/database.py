# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  name:
    description:
      - Database name.
    type: str
    required: true
  state:
    description:
      - Database state.
    type: str
    default: present
    choices:
      - present
      - absent
  owner:
    description:
      - The role name of the user who will own the database.
    type: str
  settings:
    description:
      - Session defaults for run-time configuration variables for the database. Upon update, an empty (dict)
        value would reset all settings.
    type: dict
  schemas:
    description:
      - Schemas in this database.
    type: list
    default: []
    elements: raw
  extensions:
    description:
      - Extensions in this database.
    type: list
    default: []
    elements: raw
  locale:
    description:
      - Locale for this database. Database will be created from template0 if the locale differs from the one
        set for template1.
    type: str
  publications:
    description:
      - Publications in this database.
    type: list
    default: []
    elements: raw
  subscriptions:
    description:
      - Subscriptions in this database.
    type: list
    default: []
    elements: dict
    suboptions:
      name:
        description:
          - Name of the subscription.
        type: str
        required: true
      connection:
        description:
          - How to connect to the publisher database.
        type: dict
        required: true
        suboptions:
          conninfo:
            description:
              - The libpq connection string defining how to connect to the publisher, without password.
            type: str
            required: true
          password:
            description:
              - Password of the role that connects to the publisher.
            type: str
      publications:
        description:
          - Publications on the publisher to subscribe to.
        type: list
        required: true
        elements: str
      enabled:
        description:
          - Enable or disable the subscription.
        type: bool
        default: true
      state:
        description:
          - Subscription state.
        type: str
        default: present
        choices:
          - present
          - absent
  clone:
    description:
      - Options for cloning a database into this one.
    type: dict
    suboptions:
      dsn:
        description:
          - Data source name of the database to restore into this one, specified as a libpq connection URI.
        type: str
        required: true
      schema_only:
        description:
          - Only restore the schema (data definitions).
        type: bool
        default: false
  tablespace:
    description:
      - The name of the tablespace that will be associated with the database.
    type: str
  force_drop:
    description:
      - Force the drop.
    type: bool
    default: false
'''
