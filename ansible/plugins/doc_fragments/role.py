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
      - Role name.
    type: str
    required: true
  state:
    description:
      - Whether the role should be present or not.
    type: str
    default: present
    choices:
      - present
      - absent
  password:
    description:
      - Role password.
    type: str
  encrypted_password:
    description:
      - Role password, already encrypted.
    type: str
  inherit:
    description:
      - Let the role inherit the privileges of the roles it is a member of.
    type: bool
    default: true
  login:
    description:
      - Allow the role to log in.
    type: bool
    default: false
  superuser:
    description:
      - Superuser role.
    type: bool
    default: false
  createdb:
    description:
      - Allow role to create databases.
    type: bool
    default: false
  createrole:
    description:
      - Allow role to create, alter, drop other roles.
    type: bool
    default: false
  replication:
    description:
      - Replication role.
    type: bool
    default: false
  connection_limit:
    description:
      - How many concurrent connections the role can make; -1 means no limit.
    type: int
  valid_until:
    description:
      - Date and time after which the role's password is no longer valid, or 'infinity'.
    type: str
  memberships:
    description:
      - Roles which this role should be a member of.
    type: list
    default: []
    elements: raw
  hba_records:
    description:
      - Entries in the pg_hba.conf file for this role.
    type: list
    default: []
    elements: dict
    suboptions:
      connection:
        description:
          - Connection information for this HBA record. If unspecified, a local record is assumed.
        type: dict
        suboptions:
          type:
            description:
              - Connection type.
            type: str
            default: host
            choices:
              - host
              - hostssl
              - hostnossl
              - hostgssenc
              - hostnogssenc
          address:
            description:
              - Client machine address(es); can be either a hostname, an IP or an IP address range.
            type: str
            required: true
          netmask:
            description:
              - Client machine netmask.
            type: str
      database:
        description:
          - Database name(s). Multiple database names can be supplied by separating them with commas.
        type: str
        default: all
      method:
        description:
          - Authentication method.
        type: str
        required: true
      state:
        description:
          - Whether the entry should be written in pg_hba.conf or removed from it.
        type: str
        default: present
        choices:
          - present
          - absent
  pgpass:
    description:
      - Whether to add an entry in the password file for this role.
    type: bool
    default: false
  drop_owned:
    description:
      - Drop all PostgreSQL objects owned by the role being dropped.
    type: bool
    default: false
  reassign_owned:
    description:
      - Reassign all PostgreSQL objects owned by the role being dropped to this role.
    type: str
'''
