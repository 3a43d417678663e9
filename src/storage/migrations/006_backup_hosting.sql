-- Whether who hosts a destination is certified for health data, as the practice says: 0, 1; null: it does not know.
ALTER TABLE backup_destination ADD COLUMN hosting_certified {integer};
