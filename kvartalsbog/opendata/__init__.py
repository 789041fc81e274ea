"""An edition's figures as open data: CSV, XLSX, Data Package, CSVW, StratML, and the site's DCAT catalogue."""
