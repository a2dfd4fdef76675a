import { healthOf } from '#electron/studio/health-of.ts'
import type { CommandContext, CommandResult } from '../command.ts'
