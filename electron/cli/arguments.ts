import { InvalidArgumentError } from 'commander'
import { PRIORITY } from '#shared/models/job.ts'
import { DELIVERY_FORMATS, type DeliveryFormat } from '#shared/models/production.ts'

/** Digits only. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('It is not a whole number.')
  return Number(value)
}

/** 0 is any that is free. */
export function portNumber(value: string): number {
  const number = wholeNumber(value)
  if (number <= 65_535) return number
  throw new InvalidArgumentError('It is not between 0 and 65535.')
}

/** Of statistics. */
export function dayCount(value: string): number {
  const number = wholeNumber(value)
  if (number >= 1 && number <= 366) return number
  throw new InvalidArgumentError('It is not between 1 and 366.')
}

/** Of a job. */
export function priority(value: string): number {
  const number = wholeNumber(value)
  if (number >= PRIORITY.min && number <= PRIORITY.max) return number
  throw new InvalidArgumentError(`It is not between ${PRIORITY.min} and ${PRIORITY.max}.`)
}

/** A list with commas, each format once. */
export function deliveryFormats(value: string): DeliveryFormat[] {
  const asked = new Set(value.split(',').map((format) => format.trim().toLowerCase()))
  const known = DELIVERY_FORMATS.filter((format) => asked.delete(format))
  if (asked.size === 0 && known.length > 0) return known
  throw new InvalidArgumentError(`Known formats are ${DELIVERY_FORMATS.join(', ')}.`)
}

/** A book's id; the number alone is Project Gutenberg's. */
export function bookId(value: string): string {
  return /^\d+$/.test(value) ? `pg${value}` : value
}
