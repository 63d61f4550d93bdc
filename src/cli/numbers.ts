/** Whole numbers on the command line. */
import { InvalidArgumentError } from 'commander';

/** A parser of whole numbers from `min` to `max`; what is none is a usage error that says so. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d{1,15}$/.test(value) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };
}
