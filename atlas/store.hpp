// Where an atlas is kept: what every store can do. No library, no format.
#pragma once

#include "atlas/atlas.hpp"
#include "atlas/view.hpp"

#include <functional>
#include <memory>
#include <string>

namespace cityweave::atlas {

/// From the atlas there is to the one that shall take its place.
using Change = std::function<Atlas(const Atlas& former)>;

/// A place for one atlas. One thread at a time per object; two objects on the same place do not disturb each other's
/// loading, and a reader sees an atlas as it was before or after a save, never between.
class AtlasStore {
public:
    virtual ~AtlasStore() = default;
    /// Equal to the atlas last saved. Throws IoError if there is none or it cannot be reached, FormatError naming the
    /// table and row if what is there is no atlas.
    [[nodiscard]] virtual Atlas load() const = 0;
    /// The atlas last saved, for questions; not loaded whole where it is kept by somebody who answers them. Throws as load.
    [[nodiscard]] virtual std::unique_ptr<AtlasView> view() const = 0;
    /// Replaces whatever atlas was there, wholly or not at all. Throws IoError.
    virtual void save(const Atlas& atlas) = 0;
    /// Loads, changes and saves as one step: of several changers at a time each sees what the former has saved, and none
    /// is lost. Readers are not held up, and see the atlas before or after. What `changed` throws leaves it as it was.
    /// Throws as load and save.
    virtual void change(const Change& changed) = 0;
};

/// By address: `postgresql://…` or `postgres://…`, else a path that ends in `.gpkg`. Throws ConfigError for any other;
/// nothing is opened yet.
[[nodiscard]] std::unique_ptr<AtlasStore> open_store(const std::string& address);

} // namespace cityweave::atlas
