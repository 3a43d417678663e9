SELECT 1 \! touch x
;