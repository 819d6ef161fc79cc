/** The newest of migrations/, for a host that cannot look into the folder. */
export const newestMigration = '0011_flat_reads'
