# Compiles files into a library as resources: garde_resources(target NAME fn FILES ...)
