import type { InjectionToken } from '@nestjs/common';

/** What stands behind a token that Nest was given as `forwardRef(() => Token)`. */
export function tokenOf(value: unknown): InjectionToken | undefined {
  const isForward = typeof value === 'object' && value !== null && 'forwardRef' in value;
  return (isForward ? (value as { forwardRef: () => unknown }).forwardRef() : value) as
    InjectionToken | undefined;
}
