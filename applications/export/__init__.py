"""Lists of applications as files: which columns there are, how a cell is made safe, who took what with them."""
