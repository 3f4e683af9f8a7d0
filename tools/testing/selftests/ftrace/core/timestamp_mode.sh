# SPDX-License-Identifier: GPL-2.0
# what: timestamp_mode tells that records hold deltas
# needs: timestamp_mode

is timestamp_mode '[delta] absolute'
