#include "atlas/model.hpp"

namespace cityweave::atlas {

const char* name_of(Role role) {
    return role == Role::lead ? "lead" : "partner";
}

} // namespace cityweave::atlas
