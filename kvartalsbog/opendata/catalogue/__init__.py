"""What a data portal is told of a site's editions, after DCAT-AP-DK."""
