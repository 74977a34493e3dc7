#include "atlas/store.hpp"

#include "atlas/gpkg_store.hpp"
#include "atlas/pg_address.hpp"
#include "atlas/postgis_store.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

namespace cityweave::atlas {

std::unique_ptr<AtlasStore> open_store(const std::string& address) {
    if (is_database_address(address)) return std::make_unique<PostgisStore>(address);
    if (address.ends_with(".gpkg")) return std::make_unique<GpkgStore>(address);
    const auto shown = address.find("://") == std::string::npos ? address : shown_address(address); // of another scheme
    throw base::ConfigError(fmt::format("{}: expected an atlas, a file whose name ends in .gpkg or postgresql://…", shown));
}

} // namespace cityweave::atlas
