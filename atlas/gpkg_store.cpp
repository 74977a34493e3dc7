#include "atlas/gpkg_store.hpp"

#include "atlas/atlas_reading.hpp"
#include "atlas/atlas_writing.hpp"
#include "atlas/gpkg_table.hpp"
#include "atlas/whole_view.hpp"
#include "base/error.hpp"
#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <optional>

namespace cityweave::atlas {

Atlas GpkgStore::load() const {
    GpkgFile file = GpkgFile::open(path_);
    AtlasParts parts = read_tables(file);
    file.check_read();
    return atlas_from_stored(std::move(parts), path_.string());
}

std::unique_ptr<AtlasView> GpkgStore::view() const {
    return std::make_unique<WholeView>(load(), path_.string() + ".cwi");
}

void GpkgStore::save(const Atlas& atlas) {
    // Not between the loading and the saving of one who changes it: what is saved here would be lost.
    std::optional<base::FileLock> lock;
    if (std::filesystem::is_regular_file(path_)) lock.emplace(path_);
    write(atlas);
}

void GpkgStore::change(const Change& changed) {
    if (!std::filesystem::is_regular_file(path_)) throw base::IoError(fmt::format("{}: there is no atlas to change", path_.string()));
    const base::FileLock lock(path_);
    write(changed(load()));
}

void GpkgStore::write(const Atlas& atlas) {
    base::WholeFile whole(path_);
    std::filesystem::remove(whole.temporary_path()); // the library creates files only where none is
    GpkgFile file = GpkgFile::create(whole.temporary_path(), path_.string());
    write_atlas(file, atlas);
    file.close();
    whole.commit();
}

} // namespace cityweave::atlas
