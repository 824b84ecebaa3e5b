-- Everything that was refused: what, why, and how to mend it.
SELECT file, row, field, value, reason, mend FROM rejections ORDER BY file, row, field;
