import type { InjectionToken } from '@nestjs/common';

/** The token that is meant, also where Nest was given `forwardRef(() => Token)`. */
export function tokenOf(value: unknown): InjectionToken | undefined {
  const isForward = typeof value === 'object' && value !== null && 'forwardRef' in value;
  return (isForward ? (value as { forwardRef: () => unknown }).forwardRef() : value) as
    InjectionToken | undefined;
}
