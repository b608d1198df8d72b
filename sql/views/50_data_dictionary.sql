-- What every view and column means, from the comments beside their definitions; needs nothing but this file.
CREATE VIEW data_dictionary AS
SELECT
    views.view_name AS "view",
    columns.column_name AS "column",
    columns.data_type AS type,
    columns.comment AS meaning,
    views.comment AS view_meaning,
    columns.column_index AS position
FROM duckdb_views() AS views
JOIN duckdb_columns() AS columns
  ON columns.database_oid = views.database_oid AND columns.table_oid = views.view_oid
WHERE NOT views.internal AND views.schema_name = 'main' AND views.database_name = current_database()
ORDER BY views.view_name, columns.column_index;
COMMENT ON VIEW data_dictionary IS 'Every view that is offered to readers, column by column';
COMMENT ON COLUMN data_dictionary."view" IS 'Name of the view';
COMMENT ON COLUMN data_dictionary."column" IS 'Name of the column';
COMMENT ON COLUMN data_dictionary.type IS 'Type of its values';
COMMENT ON COLUMN data_dictionary.meaning IS 'What the column says, with its unit';
COMMENT ON COLUMN data_dictionary.view_meaning IS 'What one row of the view is';
COMMENT ON COLUMN data_dictionary.position IS 'Place of the column in the view, from 1';
