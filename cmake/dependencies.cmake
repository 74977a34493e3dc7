# Every library we stand on, its lowest version and the reason it is here. All come from Debian 12.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

set(Boost_NO_WARN_NEW_VERSIONS ON)  # CMake 3.25 knows no Boost beyond 1.80 and says so at every run
find_package(Boost 1.81 EXACT REQUIRED COMPONENTS json)  # JSON; Beast
find_package(fmt 9.1 REQUIRED)                           # formatting without the locale
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)     # SHA-256
find_package(SQLite3 3.40 REQUIRED)                      # MBTiles

pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc>=72 icu-i18n>=72)      # Unicode, transliteration, country names
pkg_check_modules(PROJ REQUIRED IMPORTED_TARGET proj>=9.1)                   # CRS; Karney's geodesic (geodesic.h)
pkg_check_modules(GEOS REQUIRED IMPORTED_TARGET geos>=3.11)                  # validity, repair
pkg_check_modules(GUMBO REQUIRED IMPORTED_TARGET gumbo>=0.10)                # HTML
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate>=1.14)         # gzip
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo>=1.16)                # drawing
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo>=1.50 pangoft2>=1.50 fontconfig)  # text in every script
pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf>=11)                 # PDF finish
find_path(PROTOZERO_INCLUDE_DIR protozero/pbf_reader.hpp REQUIRED)           # protocol buffers
find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)                            # options

# GDAL: the runtime library is Debian's libgdal32. Its -dev package cannot be installed beside Boost 1.81 (it asks
# for 1.74), so script/bootstrap unpacks only its headers, of the same version, to /usr/local/include/gdal.
find_path(GDAL_INCLUDE_DIR gdal.h PATHS /usr/local/include/gdal /usr/include/gdal REQUIRED)
# It brings some hundred libraries with it, so it is opened when a command first needs it (docs/decisions/gdal-when-needed.md),
# not linked; that it is there is checked here.
set(CITYWEAVE_GDAL_NAME libgdal.so.32)
find_library(GDAL_LIBRARY NAMES ${CITYWEAVE_GDAL_NAME} REQUIRED)
add_library(cityweave_gdal INTERFACE)
target_include_directories(cityweave_gdal SYSTEM INTERFACE ${GDAL_INCLUDE_DIR})
target_compile_definitions(cityweave_gdal INTERFACE CITYWEAVE_GDAL_NAME="${CITYWEAVE_GDAL_NAME}")

# PostgreSQL's client library, opened likewise: it brings twenty others, and only commands on a database need it.
pkg_check_modules(LIBPQ REQUIRED libpq>=15)
set(CITYWEAVE_LIBPQ_NAME libpq.so.5)
find_library(LIBPQ_LIBRARY NAMES ${CITYWEAVE_LIBPQ_NAME} REQUIRED)
add_library(cityweave_libpq INTERFACE)
target_include_directories(cityweave_libpq SYSTEM INTERFACE ${LIBPQ_INCLUDE_DIRS})
target_compile_definitions(cityweave_libpq INTERFACE CITYWEAVE_LIBPQ_NAME="${CITYWEAVE_LIBPQ_NAME}")
