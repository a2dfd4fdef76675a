import { closingCredit, openingCredit } from '../credits.ts'
import { creditNames, type StepContext } from '../step.ts'

/** Settles the words of the credits, which follow the title's and the narrator's names. */
export function metadata(context: StepContext): void {
  const names = creditNames(context)
  const credits = { opening: openingCredit(names), closing: closingCredit(names) }
  context.database.productions.update(context.productionId, { metadata: { credits } })
}
