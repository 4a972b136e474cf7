// A wish that cannot be fulfilled as it stands.

/** Something that was asked for cannot be done as asked: exit 2, and the message says what to change. */
export class CityUsageError extends Error {}
