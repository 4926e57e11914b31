# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

# Version of pglift that this collection was made with.
PGLIFT = "0.1.0"
